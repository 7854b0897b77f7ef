namespace Conformance.Models.Generation;

/// <summary>What <see cref="Generator"/> refuses before it computes anything.</summary>
internal static class GenerationRules
{
    public static void Check(LlamaConfig config, IReadOnlyList<int> prompt, GenerationOptions options)
    {
        Require(prompt.Count >= 1 && prompt.Count <= config.Context, $"a prompt has from 1 to {config.Context} tokens, not {prompt.Count}");
        foreach (var token in prompt)
        {
            Require(token >= 0 && token < config.Vocabulary, $"prompt tokens are 0..{config.Vocabulary - 1}, not {token}");
        }

        Require(options.Steps >= 0, "steps are not negative");
        Require(options.PromptChunk >= 1, "a prompt chunk has at least one token");
        if (options.Sampling is { } sampling)
        {
            Require(sampling.Temperature is > 0 and < float.PositiveInfinity, "temperature is positive and finite");
            Require(sampling.TopK >= 0, "top_k is not negative");
            Require(sampling.TopP is > 0 and <= 1, "top_p is in (0, 1]");
        }
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(rule);
        }
    }
}
