using Conformance.Backends.Cpu.Threads;

namespace Conformance.Backends.Tests.Cpu.Threads;

/// <summary>Every part runs once and is seen by the caller, whatever the workers do at the time.</summary>
public class WorkerTeamTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(7, true)]
    [InlineData(7, false)]
    public void ManySmallJobs_EveryPartRunsOnce(int threads, bool waitsAwake)
    {
        using var team = new WorkerTeam(threads, waitsAwake);
        var job = new Counting(threads);
        for (var round = 1; round <= 20_000; round++)
        {
            var parts = 1 + (round % threads);
            job.Expect(parts);
            team.Run(job, parts);
            job.AssertDone();
        }
    }

    [Fact]
    public void WorkersTakePart()
    {
        // Two parts that wait for each other end only if two threads run them.
        using var team = new WorkerTeam(2, waitsAwake: true);
        using var barrier = new Barrier(2);
        for (var round = 0; round < 100; round++)
        {
            team.Run(new Acting(_ => barrier.SignalAndWait()), 2);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void PartThatThrows_IsTheCallersException_AndTheTeamGoesOn(int faulty)
    {
        using var team = new WorkerTeam(3, waitsAwake: true);
        var job = new Counting(3);
        for (var round = 0; round < 200; round++)
        {
            var thrown = Assert.Throws<InvalidTimeZoneException>(
                () => team.Run(new Acting(index => _ = index == faulty ? throw new InvalidTimeZoneException($"part {index}") : 0), 3));
            Assert.Equal($"part {faulty}", thrown.Message);
            job.Expect(3);
            team.Run(job, 3);
            job.AssertDone();
        }
    }

    [Fact]
    public void EveryPartThrows_OneExceptionArrives()
    {
        using var team = new WorkerTeam(4, waitsAwake: true);
        for (var round = 0; round < 200; round++)
        {
            Assert.Throws<InvalidTimeZoneException>(() => team.Run(new Acting(_ => throw new InvalidTimeZoneException()), 4));
        }
    }

    [Fact]
    public void PartThatRunsAJob_RunsItAlone()
    {
        using var team = new WorkerTeam(2, waitsAwake: true);
        var inner = new int[2];
        team.Run(new Acting(outer => team.Run(new Acting(_ => Interlocked.Increment(ref inner[outer])), 2)), 2);
        Assert.Equal([2, 2], inner);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TwoCallersAtOnce_BothGetTheirParts(bool waitsAwake)
    {
        using var team = new WorkerTeam(2, waitsAwake);
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            var job = new Counting(2);
            for (var round = 0; round < 5_000; round++)
            {
                job.Expect(2);
                team.Run(job, 2);
                job.AssertDone();
            }
        });
    }

    [Fact]
    public void Dispose_BeforeAnyJobAndTwice_IsQuiet()
    {
        var team = new WorkerTeam(4, waitsAwake: true);
        team.Dispose();
        team.Dispose();
    }

    [Fact]
    public void Dispose_WhileIdle_EndsTheWorkers_AndJobsStillRun()
    {
        for (var round = 0; round < 50; round++)
        {
            var team = new WorkerTeam(3, waitsAwake: round % 2 == 0);
            var workers = new HashSet<Thread>();
            using (var barrier = new Barrier(3))
            {
                team.Run(
                    new Acting(_ =>
                    {
                        barrier.SignalAndWait();
                        lock (workers)
                        {
                            workers.Add(Thread.CurrentThread);
                        }
                    }),
                    3);
            }

            Assert.Equal(3, workers.Count);
            team.Dispose();
            Assert.All(workers.Where(w => w != Thread.CurrentThread), w => Assert.False(w.IsAlive));
            var job = new Counting(3);
            job.Expect(3);
            team.Run(job, 3);
            job.AssertDone();
        }
    }

    /// <summary>Counts plainly, part by part: a part that runs twice at a time, or a write that the caller does not see, shows.</summary>
    private sealed class Counting(int most) : IJob
    {
        private readonly int[] _runs = new int[most];
        private int _parts;

        public void Expect(int parts)
        {
            Array.Clear(_runs);
            _parts = parts;
        }

        public void Run(int index) => _runs[index]++;

        public void AssertDone()
        {
            for (var index = 0; index < _runs.Length; index++)
            {
                Assert.Equal(index < _parts ? 1 : 0, _runs[index]);
            }
        }
    }

    private sealed class Acting(Action<int> act) : IJob
    {
        public void Run(int index) => act(index);
    }
}
