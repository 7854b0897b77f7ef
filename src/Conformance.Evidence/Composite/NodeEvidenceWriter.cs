using System.Text.Json;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Nvidia.Carriers;

namespace Conformance.Evidence.Composite;

/// <summary>Writes a node's evidence in our own format; what it writes, <see cref="NodeEvidenceReader"/> reads.</summary>
public static class NodeEvidenceWriter
{
    /// <param name="collateral">Of a quote, as it came: one JSON object.</param>
    /// <exception cref="ArgumentException">A form that is not ours.</exception>
    public static void Write(Utf8JsonWriter json, NodeEvidence evidence, ReadOnlyMemory<byte>? collateral = null)
    {
        if (evidence.Binding.Form == BindingForm.Apus || evidence.Challenge is not { } challenge)
        {
            throw new ArgumentException("the form has no file of ours", nameof(evidence));
        }

        json.WriteStartObject();
        json.WriteString("format", NodeEvidenceReader.Format);
        json.WriteString("challenge", Convert.ToHexStringLower(challenge.Span));
        if (evidence.Times is { } times)
        {
            json.WriteStartObject("collected");
            json.WriteString("gpus", Chain.Utc(times.Gpus));
            json.WriteString("cpu", Chain.Utc(times.Cpu));
            json.WriteEndObject();
        }

        if (evidence.Inventory is { } inventory)
        {
            json.WriteStartArray("inventory");
            foreach (var address in inventory.Addresses)
            {
                json.WriteStringValue(address);
            }

            json.WriteEndArray();
        }

        Binding(json, evidence.Binding);
        Cpu(json, evidence.Cpu, collateral);
        json.WriteStartArray("gpus");
        foreach (var device in evidence.Devices)
        {
            Device(json, device);
        }

        json.WriteEndArray();
        Blobs(json, "rims", evidence.Rims);
        Blobs(json, "ocsp", evidence.Ocsp);
        if (evidence.OcspNonce is { } nonce)
        {
            json.WriteString("ocspNonce", Convert.ToHexStringLower(nonce.Span));
        }

        json.WriteEndObject();
    }

    private static void Binding(Utf8JsonWriter json, NodeBinding binding)
    {
        json.WriteStartObject("binding");
        json.WriteString("form", BindingForms.NameOf(binding.Form));
        json.WriteString("level", binding.Claimed.ToString());
        if (binding.Key is { } key)
        {
            json.WriteBase64String("key", key.Span);
            json.WriteStartArray("endorsements");
            foreach (var endorsement in binding.Endorsements)
            {
                json.WriteBase64StringValue(endorsement.Span);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Cpu(Utf8JsonWriter json, CpuEvidence cpu, ReadOnlyMemory<byte>? collateral)
    {
        json.WriteStartObject("cpu");
        json.WriteString("kind", cpu.Kind);
        if (cpu.Snp is { } snp)
        {
            json.WriteBase64String("evidence", snp.Report.Span);
            Blob(json, "vek", snp.Vek);
            Blob(json, "chain", snp.Chain);
            Blob(json, "crl", snp.Crl);
        }
        else
        {
            json.WriteBase64String("evidence", cpu.Tdx!.Quote.Span);
            Raw(json, "collateral", collateral);
            Raw(json, "eventLog", cpu.Tdx.EventLog);
        }

        json.WriteEndObject();
    }

    private static void Device(Utf8JsonWriter json, DeviceEvidence device)
    {
        json.WriteStartObject();
        if (device.DeclaredArchitecture is { } architecture)
        {
            json.WriteString("arch", architecture);
        }

        if (device.DeclaredNonce is { } nonce)
        {
            json.WriteString("nonce", Convert.ToHexStringLower(nonce.Span));
        }

        json.WriteBase64String("evidence", device.Report.Span);
        Blob(json, "certificate", device.Certificates);
        json.WriteEndObject();
    }

    private static void Blobs(Utf8JsonWriter json, string name, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        if (blobs.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var blob in blobs)
        {
            json.WriteBase64StringValue(blob.Span);
        }

        json.WriteEndArray();
    }

    private static void Blob(Utf8JsonWriter json, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is { } found)
        {
            json.WriteBase64String(name, found.Span);
        }
    }

    private static void Raw(Utf8JsonWriter json, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is { } found)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(found.Span);
        }
    }
}
