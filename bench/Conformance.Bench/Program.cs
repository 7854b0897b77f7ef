using Conformance.Bench;
using Conformance.Bench.Harness;

return NativePath.RunElsewhere(args) ?? BenchCommand.Run(args);
