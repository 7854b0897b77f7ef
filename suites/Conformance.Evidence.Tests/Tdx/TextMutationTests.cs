using System.Text;
using Conformance.Evidence.Certificates;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>Every other reader of untrusted bytes: damaged input brings out one exception and nothing else.</summary>
public sealed class TextMutationTests
{
    private static readonly int Count = Mutation.Count / 10;

    private static readonly (byte[] Quote, TdxCollateral Collateral) Built = new Scenario().Build();

    [Fact]
    public void Tcb_info() => Damage(Built.Collateral.TcbInfo!.Value.ToArray(), b => TcbInfoReader.ReadTcbInfo(b));

    [Fact]
    public void Qe_identity() => Damage(Built.Collateral.QeIdentity!.Value.ToArray(), b => TcbInfoReader.ReadQeIdentity(b));

    [Fact]
    public void Collateral() => Damage(
        Encoding.UTF8.GetBytes("{\"tcb_info\":\"{}\",\"tcb_info_signature\":\"00ff\",\"qe_identity\":\"{\\\"id\\\":\\\"TD_QE\\\"}\",\"root_ca_crl\":\"3000\",\"pck_crl\":\"\"}"),
        b => TdxCollateral.Read(b));

    [Fact]
    public void Container() =>
        Damage(
            Encoding.ASCII.GetBytes($"{{\"quote\":\"{Convert.ToBase64String(Built.Quote)}\",\"event_log\":[]}}"), b =>
                QuoteContainer.Unwrap(b));

    [Fact]
    public void Event_log() => Damage(
        Encoding.ASCII.GetBytes($"[{{\"imr\":0,\"digest\":\"{new string('a', 96)}\"}},{{\"imr\":3,\"digest\":\"{new string('0', 96)}\",\"event\":\"x\"}}]"),
        b => TdxEventLog.Read(b).Replay());

    [Fact]
    public void Binary_event_log() => Damage(
        TwinCatalogue.All.Single(t => t.Id == "valid-event-log-binary").Make().EventLogFile!, b => TdxEventLog.Read(b).Replay());

    [Fact]
    public void Dstacks_envelope() => Damage(
        [0, 0, unchecked((byte)((Built.Quote.Length << 2) | 1)), (byte)(Built.Quote.Length >> 6), .. Built.Quote], b =>
            TdxQuote.Parse(QuoteContainer.Unwrap(b)));

    [Fact]
    public void Pck_extensions()
    {
        var scenario = new Scenario();
        var der = scenario.Leaf.Sign(scenario.Ca.Name, scenario.Ca.Key);
        Damage(der, b => PckExtensions.Read(CertificateReader.Read(b, "leaf")));
    }

    [Fact]
    public void Leaf_extension_alone()
    {
        // Inside an intact certificate, so that the damage reaches the reader of the extension itself.
        var scenario = new Scenario();
        var leaf = CertificateReader.Read(scenario.Leaf.Sign(scenario.Ca.Name, scenario.Ca.Key), "leaf");
        var value = leaf.Extension(PckExtensions.Oid)!.Value.ToArray();
        Damage(value, b => PckExtensions.Read(leaf with { Extensions = [new CertificateExtension(PckExtensions.Oid, false, b)] }));
    }

    private static void Damage(byte[] seed, Action<byte[]> read)
    {
        read(seed);
        var mutation = new Mutation(7);
        var refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var bytes = mutation.Of(seed);
            try
            {
                read(bytes);
            }
            catch (EvidenceFormatException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Count / 10, Count);
    }
}
