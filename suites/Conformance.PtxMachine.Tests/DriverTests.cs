using Conformance.Backends.Cuda.Driver;

namespace Conformance.Ptx;

/// <summary>The machine as a driver: the errors of bad calls, what is lost after a fault, and faults that are injected.</summary>
public sealed class DriverTests
{
    private const string Store = "ld.param.u64 %d1, [y]; ld.param.u32 %r1, [n]; st.global.u32 [%d1], %r1; ret;";

    [Theory]
    [InlineData(0u, 1u, 1u, 1u, 0u)]
    [InlineData(1u, 65536u, 1u, 1u, 0u)]
    [InlineData(1u, 1u, 65536u, 1u, 0u)]
    [InlineData(0x80000000u, 1u, 1u, 1u, 0u)]
    [InlineData(1u, 1u, 1u, 0u, 0u)]
    [InlineData(1u, 1u, 1u, 1025u, 0u)]
    [InlineData(1u, 1u, 1u, 1u, 49153u)]
    public void ABadShape_IsAnInvalidValueAndNothingIsLost(uint x, uint y, uint z, uint threads, uint shared)
    {
        using var bench = new Bench();
        var (function, to) = (bench.Load(Bench.Kernel(Store)), bench.Upload<uint>(0));
        var error = Assert.Throws<CudaException>(() => bench.Context.Launch(function, new(x, y, z, threads, shared), [to, to, 1]));
        Assert.Equal(CuResult.InvalidValue, error.Result);
        bench.Context.Launch(function, new(1, 1, 1, 1), [to, to, 5]);
        Assert.Equal([5u], bench.Download<uint>(to, 1));
    }

    [Fact]
    public void Arguments_MustBeTheParameters()
    {
        using var bench = new Bench();
        var (function, to) = (bench.Load(Bench.Kernel(Store)), bench.Upload<uint>(0));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Launch(function, new(1, 1, 1, 1), [to, to])));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Launch(function, new(1, 1, 1, 1), [to, to, to])));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Launch(function, new(1, 1, 1, 1), [to, 1, 1])));
    }

    [Theory]
    [InlineData(".maxntid 64, 1, 1", 64u, 65u)]
    [InlineData(".reqntid 64", 64u, 63u)]
    public void LimitsOfTheKernel_AreKept(string directive, uint good, uint bad)
    {
        using var bench = new Bench();
        var function = bench.Load($"{Bench.Header}.visible .entry k() {directive} {{ ret; }}");
        bench.Context.Launch(function, new(1, 1, 1, good), []);
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Launch(function, new(1, 1, 1, bad), [])));
    }

    [Fact]
    public void UnknownNamesAndHandles_AreRefused()
    {
        using var bench = new Bench();
        var module = bench.Context.LoadModule(Bench.Bytes(Bench.Kernel("ret;")));
        Assert.Equal(CuResult.NotFound, Error(() => bench.Context.Function(module, "l")));
        Assert.Equal(CuResult.InvalidHandle, Error(() => bench.Context.Function(99, "k")));
        Assert.Equal(CuResult.InvalidHandle, Error(() => bench.Context.Launch(99, new(1, 1, 1, 1), [])));
        Assert.Equal(CuResult.InvalidHandle, Error(() =>
            bench.Context.Launch(bench.Context.Function(module, "k"), new(1, 1, 1, 1), [1UL, 1UL, 1], 99)));
        Assert.Equal(CuResult.InvalidHandle, Error(() => bench.Context.DestroyStream(99)));
        Assert.Equal(CuResult.InvalidHandle, Error(() => bench.Context.RecordEvent(99)));
        Assert.Equal(CuResult.InvalidDevice, Error(() => new PtxMachine().CreateContext(1)));
        Assert.Equal(CuResult.InvalidDevice, Error(() => new PtxMachine().Describe(-1)));
    }

    [Fact]
    public void Memory_EndsAndComesBack()
    {
        var machine = new PtxMachine(new() { Devices = [PtxMachineOptions.Device(0, memoryBytes: 1000)], UsedByOthersBytes = 100 });
        using var one = machine.CreateContext(0);
        var kept = one.Allocate(500);
        using (var other = machine.CreateContext(0))
        {
            Assert.Equal((400, 1000), other.Memory());
            other.Allocate(400);
            Assert.Equal(CuResult.OutOfMemory, Error(() => one.Allocate(1)));
        }

        Assert.Equal((400, 1000), one.Memory());
        one.Free(kept);
        Assert.Equal((900, 1000), one.Memory());
        Assert.Equal(CuResult.InvalidValue, Error(() => one.Free(kept)));
        Assert.Equal(CuResult.InvalidValue, Error(() => one.Allocate(0)));
    }

    [Fact]
    public void Copies_StayInTheirAllocation()
    {
        using var bench = new Bench();
        var at = bench.Upload<uint>(1, 2, 3);
        Assert.Equal(0UL, at % 256);
        bench.Context.FillZero(at + 4, 4);
        Assert.Equal([1u, 0, 3], bench.Download<uint>(at, 3));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.FillZero(at + 4, 9)));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Write(at, new byte[13])));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Read(at - 1, new byte[1])));
    }

    [Fact]
    public void AfterAFault_EveryCallGivesIt()
    {
        using var bench = new Bench();
        var function = bench.Load(Bench.Kernel(Store));
        bench.Context.Launch(function, new(1, 1, 1, 1), [0UL, 0UL, 1]);
        Assert.Equal(CuResult.IllegalAddress, Error(() => bench.Context.IsDone()));
        Assert.Equal(CuResult.IllegalAddress, Error(() => bench.Context.Allocate(1)));
        Assert.Equal(CuResult.IllegalAddress, Error(() => bench.Context.Launch(function, new(1, 1, 1, 1), [0UL, 0UL, 1])));
    }

    [Fact]
    public void AHang_IsNeverDone()
    {
        using var bench = new Bench(new() { Hangs = name => name == "k" });
        var (function, to) = (bench.Load(Bench.Kernel(Store)), bench.Upload<uint>(0));
        var stream = bench.Context.CreateStream();
        bench.Context.Launch(function, new(1, 1, 1, 1), [to, to, 1], stream);
        Assert.False(bench.Context.IsDone(stream));
        Assert.True(bench.Context.IsDone());
        Assert.Throws<InvalidOperationException>(() => bench.Context.Synchronize(stream));
        Assert.Equal([0u], bench.Download<uint>(to, 1));
    }

    [Fact]
    public void AnInjectedFaultOfALaunch_IsToldAsADeviceWould()
    {
        foreach (var (result, later) in new[] { (CuResult.EccUncorrectable, true), (CuResult.LaunchOutOfResources, false) })
        {
            using var bench = new Bench(new() { Inject = Faults.OnLaunch(2, result) });
            var (function, to) = (bench.Load(Bench.Kernel(Store)), bench.Upload<uint>(0));
            void Launch() => bench.Context.Launch(function, new(1, 1, 1, 1), [to, to, 1]);
            Launch();
            Assert.Equal(later, Record.Exception(Launch) is null);
            Assert.Equal(later, Record.Exception(() => bench.Context.Synchronize()) is CudaException e && e.Result == result);
        }
    }

    [Fact]
    public void ALostDevice_StaysLost()
    {
        using var bench = new Bench(new() { Inject = Faults.AfterCalls(2, CuResult.DeviceUnavailable) });
        bench.Context.Allocate(1);
        bench.Context.Allocate(1);
        Assert.Equal(CuResult.DeviceUnavailable, Error(() => bench.Context.Allocate(1)));
        Assert.Equal(CuResult.DeviceUnavailable, Error(() => bench.Context.Memory()));
    }

    [Fact]
    public void CallsOfTheDriver_FailToo()
    {
        var machine = new PtxMachine(new()
        {
            Inject = Faults.OnCall("cuCtxCreate", CuResult.NotPermitted),
            Devices = [PtxMachineOptions.Device(0), PtxMachineOptions.Device(1)],
        });
        Assert.Equal(2, machine.DeviceCount);
        Assert.NotEqual(machine.Describe(0).Uuid, machine.Describe(1).Uuid);
        var error = Assert.Throws<CudaException>(() => machine.CreateContext(1));
        Assert.Equal("cuCtxCreate: CUDA_ERROR_NOT_PERMITTED (800): injected", error.Message);
    }

    [Theory]
    [InlineData(10000, "6.3", "6.4")]
    [InlineData(10020, "6.5", "7.0")]
    [InlineData(11080, "7.8", "8.0")]
    [InlineData(12040, "8.4", "8.5")]
    public void TheDriversVersion_DecidesWhichPtxIsTooNew(int version, string known, string unknown)
    {
        using var context = new PtxMachine(new() { Version = version }).CreateContext(0);
        context.LoadModule(Bench.Bytes($".version {known} .target sm_70 .address_size 64"));
        Assert.Equal(
            CuResult.UnsupportedPtxVersion,
            Error(() => context.LoadModule(Bench.Bytes($".version {unknown} .target sm_70 .address_size 64"))));
    }

    [Fact]
    public void Events_MeasureWork()
    {
        using var bench = new Bench();
        var (function, to) = (bench.Load(Bench.Kernel(Store)), bench.Upload<uint>(0));
        var (start, end) = (bench.Context.CreateEvent(), bench.Context.CreateEvent());
        Assert.Equal(CuResult.InvalidHandle, Error(() => bench.Context.Elapsed(start, end)));
        bench.Context.RecordEvent(start);
        bench.Context.Launch(function, new(1, 1, 1, 1), [to, to, 1]);
        bench.Context.RecordEvent(end);
        Assert.Equal(4e-6f, bench.Context.Elapsed(start, end));
    }

    [Fact]
    public void CopiesOnTheDevice_MoveBytesAndTakeTime()
    {
        using var bench = new Bench();
        var (from, to) = (bench.Upload<uint>(1, 2, 3), bench.Upload<uint>(0, 0, 0));
        var (start, end) = (bench.Context.CreateEvent(), bench.Context.CreateEvent());
        bench.Context.RecordEvent(start);
        bench.Context.Copy(to, from, 8);
        bench.Context.RecordEvent(end);
        Assert.Equal([1u, 2u, 0u], bench.Download<uint>(to, 3));
        Assert.Equal(1e-6f, bench.Context.Elapsed(start, end));
        Assert.Equal(CuResult.InvalidValue, Error(() => bench.Context.Copy(to, from, 16)));
        Assert.Equal(CuResult.InvalidHandle, Error(() => bench.Context.Copy(to, from, 8, stream: 99)));
    }

    private static int Error(Action call) => Assert.Throws<CudaException>(call).Result;
}
