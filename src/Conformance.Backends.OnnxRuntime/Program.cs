using Conformance.Backends.OnnxRuntime;
using Conformance.Certification.Grading;

return args is [GradeWorker.Verb, ..] ? GradeWorker.Run(args, OrtLoader.Open) : OrtLoader.Usage();
