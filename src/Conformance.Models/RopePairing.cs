namespace Conformance.Models;

/// <summary>Which two elements of a head 'rope' turns together (SA-1 [O6]); the numbers are the operator's attribute.</summary>
public enum RopePairing
{
    /// <summary>Elements 2i and 2i+1: llama2.c, the original Llama.</summary>
    Adjacent = 0,

    /// <summary>Elements i and i+D/2: the layout of Hugging Face checkpoints.</summary>
    Halves = 1,
}
