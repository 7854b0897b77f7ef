namespace Conformance.VectorMaker;

/// <summary>
/// What llama2.c prints for stories260K (see <see cref="TrainedModel.TextOrigin"/>), cut to the positions that the vectors run.
/// </summary>
internal static class TrainedTexts
{
    public const string Prompt = "Lily and Tom went to the park.";

    /// <summary>The prompt in tokens, BOS first.</summary>
    public static readonly int[] PromptTokens = [1, 317, 269, 274, 287, 263, 377, 267, 265, 282, 295, 433, 426];

    public const string Greedy =
        "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw "
        + "a big, red ball. She wanted to play with it, but it was too high.\nLily";

    public const string AfterPrompt =
        "Lily and Tom went to the park. They saw a big box with a big box. They wanted to play with it. They wanted to "
        + "play with the box. They wanted to play with the box.\n\"Look, Mom!\" Lily said. \"Let's go to the par";
}
