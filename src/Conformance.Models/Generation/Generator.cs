using Conformance.Models.Decoding;
using Conformance.Models.Tokenizers;

namespace Conformance.Models.Generation;

//  Text generation (SA-1 [M3], [M4]).
//  Input:   prompt tokens; the first one stands at position 0.
//  Output:  one step per position: logits' digest and the token after it. Prompt positions too, as in llama2.c.
//  Order:   all prompt tokens but the last in chunks; from the last on one position at a time, each choosing the next token.

/// <summary>Runs a decoder from an empty cache. The decoder stays the caller's.</summary>
public sealed class Generator
{
    private readonly Decoder _decoder;
    private readonly BpeTokenizer? _tokenizer;

    /// <param name="decoder">Any model on any backend.</param>
    /// <param name="tokenizer">Null for models without text.</param>
    /// <exception cref="ArgumentException">Tokenizer and model have different vocabularies.</exception>
    public Generator(Decoder decoder, BpeTokenizer? tokenizer)
    {
        if (tokenizer is not null && tokenizer.Vocabulary != decoder.Config.Vocabulary)
        {
            throw new ArgumentException(
                $"the tokenizer has {tokenizer.Vocabulary} tokens, the model {decoder.Config.Vocabulary}", nameof(tokenizer));
        }

        _decoder = decoder;
        _tokenizer = tokenizer;
    }

    /// <summary>Encodes the prompt with BOS in front and runs.</summary>
    /// <exception cref="InvalidOperationException">The generator has no tokenizer.</exception>
    /// <exception cref="ArgumentException">As for tokens; or the text cannot be encoded.</exception>
    public IEnumerable<GenerationStep> Run(string prompt, GenerationOptions options) =>
        Run(_tokenizer?.Encode(prompt) ?? throw new InvalidOperationException("this model has no tokenizer"), options);

    /// <summary>Checks at once, then computes a step whenever the caller asks for the next one.</summary>
    /// <param name="prompt">From 1 to context tokens of the vocabulary.</param>
    /// <param name="options">Limits, choice of tokens, what to record.</param>
    /// <exception cref="ArgumentException">A prompt or options that the model cannot take.</exception>
    public IEnumerable<GenerationStep> Run(IReadOnlyList<int> prompt, GenerationOptions options)
    {
        GenerationRules.Check(_decoder.Config, prompt, options);
        return Steps([.. prompt], options);
    }

    private IEnumerable<GenerationStep> Steps(int[] prompt, GenerationOptions options)
    {
        var context = _decoder.Config.Context;
        var limit = options.Steps == 0 ? context : Math.Min(options.Steps, context);
        var atLimit = options.Steps == 0 || options.Steps > context ? StopReason.Context : StopReason.Steps;
        var assembler = _tokenizer is null ? null : new TextAssembler(_tokenizer);
        assembler?.Append(prompt[0]);
        var traces = options.HasTraces ? new TraceRecorder() : null;
        using var chooser = new TokenChooser(_decoder.Backend, options.Sampling);
        var logits = new LogitRows(_decoder.Backend, _decoder.Config.Vocabulary);
        var token = prompt[0];
        for (var position = 0; position < limit;)
        {
            var given = Math.Min(prompt.Length - 1, limit) - position;
            var count = Math.Clamp(given, 1, Math.Min(options.PromptChunk, _decoder.MaxRows));
            var tokens = given > 0 ? prompt.AsSpan(position, count) : [token];
            var buffer = _decoder.Forward(tokens, position, traces);
            logits.Read(buffer, count);
            for (var row = 0; row < count; row++, position++)
            {
                var isPrompt = position + 1 < prompt.Length;
                token = isPrompt ? prompt[position + 1] : chooser.Choose(buffer, position);
                var stop = Stop(token, isPrompt, options) ?? (position + 1 == limit ? atLimit : null);
                var digest = logits.Digest(row);
                options.OnLogits?.Invoke(position, logits.Copy(row));
                yield return new GenerationStep(
                    position, token, isPrompt, Text(assembler, token, stop), digest, traces?.At(position) ?? [], stop);
                if (stop is not null)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Only a chosen delimiter stops: a prompt may hold any token.</summary>
    private static StopReason? Stop(int token, bool isPrompt, GenerationOptions options) =>
        isPrompt || !options.StopsAtDelimiters ? null : token switch
        {
            BpeTokenizer.BeginOfText => StopReason.BeginOfText,
            BpeTokenizer.EndOfText => StopReason.EndOfText,
            _ => null,
        };

    private static string Text(TextAssembler? assembler, int token, StopReason? stop)
    {
        if (assembler is null)
        {
            return "";
        }

        var text = stop is StopReason.BeginOfText or StopReason.EndOfText ? "" : assembler.Append(token);
        return stop is null ? text : text + assembler.End();
    }
}
