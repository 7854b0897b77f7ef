using Conformance.Bench;
using Conformance.Bench.Compare;
using Conformance.Bench.Harness;

return args is ["compare", .. var rest]
    ? CompareCommand.Run(rest, Console.Out, Console.Error)
    : NativePath.RunElsewhere(args) ?? BenchCommand.Run(args);
