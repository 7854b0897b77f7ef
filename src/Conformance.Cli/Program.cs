using Conformance.Cli;

// Answers of a worker and JSON are UTF-8 whatever the locale says; InvariantGlobalization leaves only this to set.
Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return CommandLine.Invoke(args, Surroundings.OfProcess());
