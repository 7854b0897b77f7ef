namespace Conformance.Models.Generation;

public enum StopReason
{
    /// <summary>The step limit of the options.</summary>
    Steps,

    /// <summary>The model's context is full.</summary>
    Context,

    BeginOfText,

    EndOfText,
}

/// <summary>One position.</summary>
/// <param name="Position">Absolute; its logits are digested here.</param>
/// <param name="Token">The token that follows: the prompt's, or the one chosen from the logits.</param>
/// <param name="IsPrompt">The token was given, not chosen.</param>
/// <param name="Text">The text that the token completes; empty for a delimiter that stops, and without a tokenizer.</param>
/// <param name="LogitsDigest">SA-1 [D1] of the row, f32 [vocabulary].</param>
/// <param name="Traces">The digests of [M5], the logits' last; empty unless asked for.</param>
/// <param name="Stop">Why this is the last step; null when it is not.</param>
public sealed record GenerationStep(
    int Position, int Token, bool IsPrompt, string Text, string LogitsDigest, IReadOnlyList<string> Traces, StopReason? Stop);
