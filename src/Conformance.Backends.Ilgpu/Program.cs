using Conformance.Backends.Ilgpu;
using Conformance.Backends.Ilgpu.Ordinary;
using Conformance.Certification.Grading;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;

return args is [GradeWorker.Verb, ..]
    ? GradeWorker.Run(args, () => new OrdinaryLibrary(args.Contains("gpu") ? "gpu" : "cpu"))
    : WorkerProgram.Run(args, new BackendRegistry([new IlgpuFamily()]));
