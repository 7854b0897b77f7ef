using System.Text;
using Conformance.Evidence.Tdx;
using Conformance.Evidence.TdxVectors;

namespace Conformance.Evidence.Tests.Tdx;

/// <summary>The TCB decision apart from quotes and signatures.</summary>
public sealed class TcbEvaluationTests
{
    private static readonly SyntheticKey Key = new("any");

    /// <summary>Intel's table: what an outdated module or quoting enclave makes of the platform's status.</summary>
    [Theory]
    [InlineData(TcbStatus.UpToDate, TcbStatus.OutOfDate)]
    [InlineData(TcbStatus.SWHardeningNeeded, TcbStatus.OutOfDate)]
    [InlineData(TcbStatus.ConfigurationNeeded, TcbStatus.OutOfDateConfigurationNeeded)]
    [InlineData(TcbStatus.ConfigurationAndSWHardeningNeeded, TcbStatus.OutOfDateConfigurationNeeded)]
    [InlineData(TcbStatus.OutOfDate, TcbStatus.OutOfDate)]
    [InlineData(TcbStatus.OutOfDateConfigurationNeeded, TcbStatus.OutOfDateConfigurationNeeded)]
    [InlineData(TcbStatus.Revoked, TcbStatus.Revoked)]
    [InlineData(TcbStatus.TDRelaunchAdvised, TcbStatus.TDRelaunchAdvised)]
    [InlineData(TcbStatus.TDRelaunchAdvisedConfigurationNeeded, TcbStatus.TDRelaunchAdvisedConfigurationNeeded)]
    public void Outdated_component_makes_it(TcbStatus platform, TcbStatus expected)
    {
        Assert.Equal(expected, TcbStatuses.Converge(platform, TcbStatus.OutOfDate));
        Assert.Equal(platform, TcbStatuses.Converge(platform, TcbStatus.UpToDate));
        Assert.Equal(TcbStatus.Revoked, TcbStatuses.Converge(platform, TcbStatus.Revoked));
    }

    [Theory]
    [InlineData("platform", 0, 4)]
    [InlineData("module", 1, 4)]
    [InlineData("quoting enclave", 2, 3)]
    public void Deciding_part_and_component_are_named(string part, int which, byte svn)
    {
        var subject = Current with
        {
            Sgx = which == 0 ? [5, 4, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0] : Current.Sgx,
            TeeTcbSvn = which == 1 ? [svn, .. Current.TeeTcbSvn[1..]] : Current.TeeTcbSvn,
            QeIsvSvn = which == 2 ? svn : Current.QeIsvSvn,
        };
        var decision = Decide(subject, new());
        Assert.Equal(TcbStatus.OutOfDate, decision.Status);
        Assert.Equal(
            part, decision.DecidedBy switch { TcbPart.Platform => "platform", TcbPart.Module => "module", _ => "quoting enclave" });
        Assert.Equal(
            which == 0 ? new("sgxtcbcomponents[1]", 4, 5)
                : which == 1 ? new("isvsvn", 4, 6)
                : new TcbShortfall("isvsvn", 3, 4), decision.Shortfall);
    }

    [Fact]
    public void Order_of_the_levels_does_not_matter()
    {
        var info = Info(new());
        var turned =
            info with { Levels = [.. info.Levels.Reverse()], ModuleIdentities = [
                .. info.ModuleIdentities.Select(m => m with { Levels = [.. m.Levels.Reverse()] })] };
        var identity = Identity();
        foreach (var subject in new[] { Current, Current with { PceSvn = 12 }, Current with { TeeTcbSvn = [
            4, .. Current.TeeTcbSvn[1..]] }, Current with { QeIsvSvn = 2 } })
        {
            var a = TcbEvaluation.Decide(subject, info, identity);
            var b = TcbEvaluation.Decide(subject, turned, identity with { Levels = [.. identity.Levels.Reverse()] });
            Assert.Equal(a with { Advisories = [] }, b with { Advisories = [] });
            Assert.Equal(a.Advisories, b.Advisories);
        }
    }

    [Fact]
    public void Without_a_module_version_components_0_and_1_are_the_platforms()
    {
        var subject = Current with { TeeTcbSvn = [5, 0, .. Current.TeeTcbSvn[2..]] };
        var decision = Decide(subject, new());
        Assert.False(decision.HasModuleIdentity);
        Assert.Equal(TcbStatus.OutOfDate, decision.Status);
        Assert.Equal(new TcbShortfall("tdxtcbcomponents[0]", 5, 6), decision.Shortfall);
        Assert.Equal(TcbStatus.UpToDate, Decide(subject with { TeeTcbSvn = [6, 0, .. Current.TeeTcbSvn[2..]] }, new()).Status);
    }

    [Fact]
    public void Advisories_are_those_of_all_parts()
    {
        var decision = Decide(Current with { PceSvn = 12, TeeTcbSvn = [4, .. Current.TeeTcbSvn[1..]], QeIsvSvn = 3 }, new());
        Assert.Equal(["INTEL-SA-90002", "INTEL-SA-90003", "INTEL-SA-90004"], decision.Advisories);
    }

    [Fact]
    public void Every_combination_gives_the_status_that_the_steps_give()
    {
        string[] platforms =
            [
                "UpToDate", "SWHardeningNeeded", "ConfigurationNeeded", "ConfigurationAndSWHardeningNeeded", "OutOfDate",
                "OutOfDateConfigurationNeeded", "Revoked"];
        foreach (var platform in platforms)
        {
            foreach (var module in new[] { "UpToDate", "OutOfDate", "Revoked" })
            {
                foreach (var (svn, enclave) in new (ushort, string)[] { (4, "UpToDate"), (3, "OutOfDate"), (2, "Revoked") })
                {
                    var text = new CollateralText { PlatformStatus = platform, OldModuleStatus = module };
                    var subject = Current with { TeeTcbSvn = [4, .. Current.TeeTcbSvn[1..]], QeIsvSvn = svn };
                    Assert.Equal(Expected(platform, module, enclave), TcbStatuses.NameOf(Decide(subject, text).Status));
                }
            }
        }
    }

    private static TcbSubject Current =>
        new([5, 5, 2, 2, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0], 13, [6, 1, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [], 4);

    /// <summary>The rule in other words: any Revoked wins, else any OutOfDate, and Configuration is never forgotten.</summary>
    private static string Expected(string platform, string module, string enclave)
    {
        string[] parts = [platform, module, enclave];
        if (parts.Contains("Revoked"))
        {
            return "Revoked";
        }

        var isOld = parts.Any(p => p.StartsWith("OutOfDate", StringComparison.Ordinal));
        return !isOld ? platform
            : platform.Contains("Configuration", StringComparison.Ordinal) ? "OutOfDateConfigurationNeeded"
            : "OutOfDate";
    }

    private static TcbDecision Decide(TcbSubject subject, CollateralText text) => TcbEvaluation.Decide(subject, Info(text), Identity());

    private static TcbInfo Info(CollateralText text) => TcbInfoReader.ReadTcbInfo(text.TcbInfo(Key).Text);

    private static QeIdentity Identity() => TcbInfoReader.ReadQeIdentity(new CollateralText().QeIdentity(Key).Text);
}
