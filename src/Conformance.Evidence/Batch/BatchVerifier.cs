using Conformance.Evidence.Certificates;
using Conformance.Evidence.Checks;
using Conformance.Evidence.Nvidia;
using Conformance.Evidence.Nvidia.Carriers;
using Conformance.Evidence.Nvidia.Checks;
using Conformance.Evidence.Nvidia.Ocsp;
using Conformance.Evidence.Nvidia.Rims;
using Conformance.Evidence.Policy;
using Conformance.Evidence.Snp;
using Conformance.Evidence.Tdx;

namespace Conformance.Evidence.Batch;

/// <summary>Judges one item after another with the verifiers of each kind. May run on any number of threads.</summary>
public sealed class BatchVerifier
{
    /// <summary>What holds where an item does not say otherwise.</summary>
    public required DateTimeOffset Time { get; init; }

    public EvidencePolicy Policy { get; init; } = EvidencePolicy.Default;

    public SnpAnchors SnpAnchors { get; init; } = SnpAnchors.Amd;

    public TdxTrust TdxTrust { get; init; } = TdxTrust.Intel;

    /// <summary>
    /// The library; what comes again and again is remembered by the verifiers themselves (<see cref="Caching.EvidenceCache"/>).
    /// </summary>
    public ISignatureVerifier Signatures { get; init; } = SystemSignatures.Instance;

    /// <summary>Whether results hold every check and the facts.</summary>
    public bool WithChecks { get; init; }

    /// <summary>Whatever happens is the item's result.</summary>
    public BatchResult Judge(BatchItem item)
    {
        var id = item.Name;
        try
        {
            var evidence = item.Open();
            id = evidence.Id;
            var kind = evidence.Kind ?? KindRecognition.Of(evidence.Bytes.Span)
                ?? throw new BatchException(
                    ReasonCode.InputUnknown, $"expected SNP, TDX or NVIDIA evidence, found {evidence.Bytes.Length} bytes of none of them");
            return BatchResult.Of(item, id, kind, Verify(kind, evidence), WithChecks);
        }
        catch (BatchException e)
        {
            return BatchResult.Error(item, id, e.Reason, e.Message);
        }
#pragma warning disable CA1031 // A defect that one item brings out must not take the others' verdicts away; it is named, and counts as failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return BatchResult.Error(item, id, ReasonCode.InternalError, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private EvidenceVerdict Verify(EvidenceKind kind, BatchEvidence evidence)
    {
        var policy = BatchExpectation.Add(evidence.Policy ?? Policy, kind, evidence.Expected);
        var time = evidence.Time ?? Time;
        return kind switch
        {
            EvidenceKind.Snp => SnpVerifier.Verify(
                new SnpEvidence
                {
                    Report = evidence.Bytes, Vek = evidence.Part("vek"), Chain = evidence.Part("chain"), Crl = evidence.Part("crl"),
                    IdBlock = evidence.Part("idBlock"), IdAuth = evidence.Part("idAuth"),
                },
                SnpAnchors, policy, time, Signatures),
            EvidenceKind.Tdx => TdxVerifier.Verify(evidence.Bytes, new TdxRequest
            {
                Time = time,
                Collateral = evidence.Part("collateral") is { } collateral ? TdxCollateral.Open(collateral) : TdxCollateral.None,
                Trust = TdxTrust,
                Policy = policy,
                EventLog = evidence.Part("eventLog"),
                Signatures = Signatures,
            }),
            EvidenceKind.Nvidia => Nvidia(evidence, policy, time),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private EvidenceVerdict Nvidia(BatchEvidence evidence, EvidencePolicy policy, DateTimeOffset time)
    {
        IReadOnlyList<DeviceEvidence> devices;
        try
        {
            devices = EvidenceCarrier.Read(evidence.Bytes, "evidence");
        }
        catch (EvidenceFormatException e)
        {
            return NvidiaVerifier.Unreadable(e);
        }

        var template = new NvidiaRequest
        {
            Device = devices[0],
            Time = time,
            Certificates = evidence.Part("chain"),
            Challenge = evidence.Expected,
            IsRecorded = evidence.IsRecorded,
            Rims = [.. evidence.Rims.Select((rim, i) => Part.Read(() => RimReader.Read(rim, $"rim {i}")))],
            OcspAnswers = [.. evidence.OcspAnswers.Select((answer, i) => Part.Read(() => OcspReader.Read(answer, $"ocsp {i}")))],
            Policy = policy.Nvidia with
            {
                Required = policy.Required, RequireRevocation = policy.Nvidia.RequireRevocation || evidence.OcspAnswers.Count > 0,
            },
            Signatures = Signatures,
        };
        return NodeVerifier.Verify([.. devices.Select(device => template with { Device = device })]).Answer;
    }
}
