return Conformance.Fuzz.FuzzCommand.Run(args);
