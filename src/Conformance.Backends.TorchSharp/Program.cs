using Conformance.Backends.TorchSharp;
using Conformance.Certification.Grading;

return args is [GradeWorker.Verb, ..] ? GradeWorker.Run(args, TorchLoader.Open) : TorchLoader.Usage();
