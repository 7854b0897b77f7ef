using Conformance.Kernels;
using Conformance.Kernels.Signing;

namespace Conformance.KernelMaker;

/// <summary>
/// Signs a directory of PTX modules with the development key: NAME.fatbin, NAME.fatbin.json and NAME.fatbin.p7s beside each NAME.ptx. A
/// module whose text has changed gets the next version; one that has not keeps its files, byte for byte.
/// </summary>
internal static class ModuleSigner
{
    /// <returns>The files that have to change, by path.</returns>
    public static IReadOnlyDictionary<string, byte[]> Changes(string directory)
    {
        var changes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var ptx in Directory.EnumerateFiles(directory, "*.ptx"))
        {
            var name = Path.GetFileNameWithoutExtension(ptx);
            var beside = Path.Combine(directory, name + ".fatbin");
            var container = SignedKernelStore.Packed(File.ReadAllBytes(ptx), null, null, name).Container;
            var made = KernelSigner.Sign(
                container, name, VersionOf(beside + KernelFiles.StatementSuffix, container), DevelopmentChain.Key,
                DevelopmentChain.Certificates, DevelopmentChain.SigningTime);
            Add(beside, container.ToArray());
            Add(beside + KernelFiles.StatementSuffix, made.Statement!.Value.ToArray());
            Add(beside + KernelFiles.SignatureSuffix, made.Signature!.Value.ToArray());
        }

        return changes;

        void Add(string path, byte[] content)
        {
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            {
                changes.Add(path, content);
            }
        }
    }

    private static int VersionOf(string path, ReadOnlyMemory<byte> container)
    {
        if (!File.Exists(path))
        {
            return 1;
        }

        var last = KernelStatement.Read(File.ReadAllBytes(path), path);
        return last.Digest == KernelStatement.DigestOf(container.Span) ? last.Version : last.Version + 1;
    }
}
