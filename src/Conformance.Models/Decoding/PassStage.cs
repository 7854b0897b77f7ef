using Conformance.Backends;
using Conformance.Operators;

namespace Conformance.Models.Decoding;

/// <summary>Calls in their order, and the buffer that holds a trace of [M5] after the last of them.</summary>
/// <param name="Calls">Made once; run by every pass.</param>
/// <param name="Result">f32 [M, width].</param>
internal sealed record PassStage(OperatorCall[] Calls, IBuffer Result);
