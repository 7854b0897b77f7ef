using System.Security.Cryptography;
using Conformance.Certification.Running;
using Conformance.Models.Checkpoints;
using Conformance.Models.Tokenizers;
using Conformance.Models.Vectors;
using Conformance.Models.Weights;

namespace Conformance.Certification.Models;

/// <summary>A model on the host, with its tokenizer where it has one.</summary>
public sealed record LoadedModel(LlamaWeights Weights, BpeTokenizer? Tokenizer);

/// <summary>
/// Finds and makes the weights behind model vectors. The last model is kept, since its cases follow one another; more would
/// cost hundreds of megabytes.
/// </summary>
public static class ModelStore
{
    private static readonly Lock Gate = new();
    private static (ModelSource Source, LoadedModel Model)? _last;

    /// <exception cref="CaseUnavailableException">The files are not on this machine.</exception>
    /// <exception cref="CaseInputException">A file is not the one that the vector names.</exception>
    /// <exception cref="Conformance.Models.ModelFormatException">A file cannot be read.</exception>
    public static LoadedModel Load(ModelSource source, string? directory)
    {
        lock (Gate)
        {
            if (_last is { } last && last.Source == source)
            {
                return last.Model;
            }

            _last = null;
            var model = source switch
            {
                PhiloxSource philox => new LoadedModel(PhiloxWeights.Make(philox.Config, philox.Seed), null),
                CheckpointSource checkpoint => LoadFiles(checkpoint, directory),
                _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
            };
            _last = (source, model);
            return model;
        }
    }

    /// <summary>A checkpoint and tokenizer that the user named; nothing is known about them beforehand.</summary>
    public static LoadedModel Load(string checkpoint, string tokenizer)
    {
        var weights = Llama2cCheckpoint.ReadFile(checkpoint).Weights;
        return new LoadedModel(weights, Llama2cTokenizerFile.ReadFile(tokenizer, weights.Config.Vocabulary));
    }

    /// <summary>
    /// The directory of model files: CONFORMANCE_MODELS, or ../shared/models beside the repository; null where neither is.
    /// </summary>
    /// <param name="vectors">The vectors' directory, inside the repository.</param>
    public static string? FindDirectory(string vectors)
    {
        var named = Environment.GetEnvironmentVariable("CONFORMANCE_MODELS");
        var beside = Path.GetFullPath(Path.Combine(vectors, "..", "..", "shared", "models"));
        return !string.IsNullOrEmpty(named) ? named : Directory.Exists(beside) ? beside : null;
    }

    private static LoadedModel LoadFiles(CheckpointSource source, string? directory)
    {
        var checkpoint = Find(directory, source.File);
        var tokenizer = Find(directory, source.Tokenizer);
        Require(checkpoint, source.Sha256);
        Require(tokenizer, source.TokenizerSha256);
        return Load(checkpoint, tokenizer);
    }

    private static string Find(string? directory, string name)
    {
        var path = directory is null ? null : Path.Combine(directory, name);
        return File.Exists(path)
            ? path
            : throw new CaseUnavailableException(
                "MODEL_ABSENT", $"{name} is not on this machine: CONFORMANCE_MODELS names the directory that holds it");
    }

    private static void Require(string path, string sha256)
    {
        using var stream = File.OpenRead(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (digest != sha256)
        {
            throw new CaseInputException($"{path} has SHA-256 {digest}, the vector names {sha256}");
        }
    }
}
