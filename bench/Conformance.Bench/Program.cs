using Conformance.Bench.Harness;

return BenchCommand.Run(args);
