using Conformance.Models.Weights;
using Conformance.Operators;
using Conformance.Tensors;

namespace Conformance.Certification.Grading;

//  A backend (IBackend) must give the golden bits. A graded library need not: it is a vendor's own matmul, softmax, exp…, called the
//  way in which its users call it, and what comes out is measured. It lives in a program of its own, because a native library may take
//  its process down (GradeWorker is the inside of that program, GradeRun the outside).

/// <summary>A library that is measured on one device. Calls come from one thread.</summary>
public interface IGradedLibrary : IDisposable
{
    LibraryFacts Facts { get; }

    /// <summary>
    /// Every way of running that is worth a row. The order is that of the page; a base stands before what is compared with it.
    /// </summary>
    IReadOnlyList<Schedule> Schedules { get; }

    /// <summary>One call of the library's own function.</summary>
    /// <param name="schedule">Its settings hold from this call on, until a call with another schedule.</param>
    /// <param name="call">Inputs were made on the host and proven by digest; the library copies them to its device and changes
    /// none.</param>
    /// <returns>The result (no stages) on the host, in the call's format where that is a float format; null where the library has no such
    /// function.</returns>
    /// <exception cref="Backends.BackendException">The device or the library failed.</exception>
    Tensor? Run(Schedule schedule, GradedCall call);
}

/// <summary>A graded library in which a whole decoder can be written.</summary>
public interface IGradedDecoder : IGradedLibrary
{
    /// <summary>Feeds given tokens, starting with an empty cache.</summary>
    /// <param name="schedule">Its format is that of weights and activations.</param>
    /// <param name="weights">Float weights; made on the host.</param>
    /// <param name="tokens">All of them, chosen beforehand: what was generated never feeds back, so positions stay comparable.</param>
    /// <param name="chunk">Tokens in one pass; the last pass may be shorter.</param>
    /// <returns>Logits f32 [tokens, vocabulary]; null where the library cannot do it.</returns>
    Tensor? Logits(Schedule schedule, LlamaWeights weights, IReadOnlyList<int> tokens, int chunk);
}

/// <summary>One operator on host tensors.</summary>
/// <param name="CaseId">Of the vector that this call is, or is a part of.</param>
/// <param name="Inputs">In the operator's order; null where an optional one is absent.</param>
/// <param name="Format">F32, or the 16-bit format in which float inputs come and the float result is wanted.</param>
public sealed record GradedCall(
    string CaseId, OperatorSpec Operator, Attributes Attributes, IReadOnlyList<Tensor?> Inputs, ElementFormat Format)
{
    public Tensor Input(int index) => Inputs[index] ?? throw new ShapeException($"{Operator.Name}: input {index} is absent");
}

/// <summary>What the page says about a library. Strings that a library or a device supplied are untrusted.</summary>
/// <param name="Name">'torch', 'ort', 'ilgpu-ordinary'.</param>
/// <param name="Device">'cpu', or the device's own name.</param>
/// <param name="Version">Of the package.</param>
/// <param name="Native">Name and version of the native library, as it says itself; empty where there is none.</param>
/// <param name="Properties">Switches, build options, environment: sorted by key when written.</param>
public sealed record LibraryFacts(
    string Name, string Device, string Version, string Native, IReadOnlyDictionary<string, string> Properties);
