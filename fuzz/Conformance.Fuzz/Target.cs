namespace Conformance.Fuzz;

/// <summary>One reader of foreign bytes.</summary>
/// <param name="Name">Of the target, and of its folder of kept inputs.</param>
/// <param name="Read">Must return, or throw <paramref name="Refusal"/> and nothing else.</param>
/// <param name="Refusal">The one exception that the reader may let out.</param>
/// <param name="Seeds">Patterns below the corpus, and golden inputs, that the search starts from.</param>
internal sealed record Target(string Name, Action<ReadOnlyMemory<byte>> Read, Type Refusal, SeedList Seeds)
{
    /// <summary>The longest input that the program makes; readers have limits of their own.</summary>
    public const int MaxInput = 1 << 20;

    /// <exception cref="FuzzFailureException">Another exception came out, or a message of several lines.</exception>
    public void Run(ReadOnlyMemory<byte> input)
    {
        try
        {
            Read(input);
        }
        catch (Exception e) when (e.GetType() == Refusal)
        {
            if (e.Message.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new FuzzFailureException($"{Name}: a message of several lines", e);
            }
        }
        catch (Exception e)
        {
            throw new FuzzFailureException($"{Name}: {e.GetType().Name} came out", e);
        }
    }
}

/// <summary>A reader did what none may do.</summary>
internal sealed class FuzzFailureException(string message, Exception inner) : Exception(message, inner);
