using Conformance.Backends.Ilgpu;
using Conformance.Certification.Running;
using Conformance.Certification.Workers;

return WorkerProgram.Run(args, new BackendRegistry([new IlgpuFamily()]));
