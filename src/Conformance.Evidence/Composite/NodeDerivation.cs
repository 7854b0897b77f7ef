using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Conformance.Evidence.Composite;

//  The derivations of conformance-node-evidence, version 1 (docs/evidence-composite.md section 3). Integers are big-endian, texts ASCII.
//
//  GPU nonce     = SHA-256("conformance-gpu-nonce-v1" | 00 | challenge 32)
//  report data   = SHA-512("conformance-node-v1" | 00 | form 1 | challenge 32 | gpu time 8 | cpu time 8 | inventory 48 | subject 48)
//  list          = SHA-384(count 4 | the items' SHA-256, sorted as bytes)
//  endorsement   = ECDSA over "conformance-gpu-endorsement-v1" | 00 | challenge 32 | SHA-384(leaf certificate) 48

/// <summary>
/// What must be asked of the devices, and what the CPU must be asked to report. Each tag ends in a zero byte, so that none is the start of
/// another.
/// </summary>
public static class NodeDerivation
{
    public const int ChallengeSize = 32;

    /// <summary>SHA-384.</summary>
    public const int DigestSize = 48;

    private static readonly byte[] NonceTag = [.. "conformance-gpu-nonce-v1"u8, 0];
    private static readonly byte[] ReportTag = [.. "conformance-node-v1"u8, 0];
    private static readonly byte[] EndorsementTag = [.. "conformance-gpu-endorsement-v1"u8, 0];

    /// <summary>The nonce for every device of the node. One for all: the vendor's tools ask all devices with the same.</summary>
    /// <param name="challenge">32 bytes.</param>
    public static byte[] GpuNonce(ReadOnlySpan<byte> challenge) => SHA256.HashData(
        [.. NonceTag, .. Sized(challenge, ChallengeSize, nameof(challenge))]);

    /// <summary>The 64 bytes that the CPU must have in its report.</summary>
    /// <param name="form">One of the five that have a derivation.</param>
    /// <param name="challenge">32 bytes.</param>
    /// <param name="times">When GPUs and CPU were asked, in whole seconds.</param>
    /// <param name="inventory">48 bytes (<see cref="PciInventory.Digest"/>), zeros where the form has no inventory.</param>
    /// <param name="subject">48 bytes: <see cref="List"/> of evidence or of leaf certificates, or <see cref="Key"/>; zeros for the
    /// other forms.</param>
    public static byte[] ReportData(
        BindingForm form, ReadOnlySpan<byte> challenge, CollectionTimes times, ReadOnlySpan<byte> inventory, ReadOnlySpan<byte> subject)
    {
        if (form is BindingForm.None or BindingForm.Apus)
        {
            throw new ArgumentOutOfRangeException(nameof(form), form, "no derivation");
        }

        Span<byte> clock = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(clock, times.Gpus.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(clock[8..], times.Cpu.ToUnixTimeSeconds());
        return SHA512.HashData(
        [
            .. ReportTag, (byte)form, .. Sized(challenge, ChallengeSize, nameof(challenge)), .. clock,
            .. Sized(inventory, DigestSize, nameof(inventory)), .. Sized(subject, DigestSize, nameof(subject)),
        ]);
    }

    /// <summary>One digest for a set of byte strings, whatever their order. A string that stands twice counts twice.</summary>
    public static byte[] List(IEnumerable<ReadOnlyMemory<byte>> items)
    {
        var digests = items.Select(i => SHA256.HashData(i.Span)).ToList();
        digests.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA384);
        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(count, digests.Count);
        hash.AppendData(count);
        digests.ForEach(hash.AppendData);
        return hash.GetHashAndReset();
    }

    /// <summary>The 48 bytes that stand for the devices in the report data of this form.</summary>
    /// <param name="reports">Each device's evidence, as sent: request and response.</param>
    /// <param name="leaves">DER of each device's leaf certificate.</param>
    /// <param name="key">DER of SubjectPublicKeyInfo; looked at for form 'gpu-key' only.</param>
    public static byte[] Subject(
        BindingForm form, IEnumerable<ReadOnlyMemory<byte>> reports, IEnumerable<ReadOnlyMemory<byte>> leaves, ReadOnlySpan<byte> key) => form switch
        {
            BindingForm.GpuEvidence => List(reports),
            BindingForm.GpuIdentity => List(leaves),
            BindingForm.GpuKey => Key(key),
            _ => new byte[DigestSize],
        };

    /// <param name="info">DER of SubjectPublicKeyInfo.</param>
    public static byte[] Key(ReadOnlySpan<byte> info) => SHA384.HashData(info);

    /// <summary>
    /// What the bound key signs for one device: the challenge is part of it, so that nobody can keep an endorsement for later.
    /// </summary>
    /// <param name="leaf">DER of the device's leaf certificate.</param>
    public static byte[] Endorsement(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> leaf) =>
        [.. EndorsementTag, .. Sized(challenge, ChallengeSize, nameof(challenge)), .. SHA384.HashData(leaf)];

    private static ReadOnlySpan<byte> Sized(ReadOnlySpan<byte> bytes, int size, string name) =>
        bytes.Length == size ? bytes : throw new ArgumentException($"expected {size} bytes, found {bytes.Length}", name);
}

/// <summary>When the evidence was asked for, by the clock of the guest; whole seconds count.</summary>
/// <param name="Gpus">Before the first device was asked.</param>
/// <param name="Cpu">When the CPU was asked, after the last device had answered.</param>
public sealed record CollectionTimes(DateTimeOffset Gpus, DateTimeOffset Cpu);
