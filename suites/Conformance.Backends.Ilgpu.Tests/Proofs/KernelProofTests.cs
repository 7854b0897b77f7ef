using System.Reflection;
using Conformance.Backends.Ilgpu.Tests.Twins;
using ILGPU.Runtime.Cuda;

namespace Conformance.Backends.Ilgpu.Tests.Proofs;

/// <summary>What can be proven about device code without a device: every kernel, several architectures.</summary>
public sealed class KernelProofTests(DeviceCode code) : IClassFixture<DeviceCode>
{
    public static TheoryData<string, CudaArchitecture> PtxCases
    {
        get
        {
            var cases = new TheoryData<string, CudaArchitecture>();
            foreach (var method in KernelStore.Methods)
            {
                foreach (var architecture in DeviceCode.Architectures)
                {
                    cases.Add(KernelStore.NameOf(method), architecture);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> Kernels => [.. KernelStore.Methods.Select(KernelStore.NameOf)];

    public static TheoryData<string> Faults =>
        [.. typeof(OrdinaryFaults).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(PtxCases))]
    public void Ptx_of_every_kernel_is_exact(string kernel, CudaArchitecture architecture) =>
        Assert.Empty(PtxRules.Faults(code.Ptx(Find(kernel), architecture)));

    [Theory]
    [MemberData(nameof(Kernels))]
    public void OpenCl_of_every_kernel_is_exact(string kernel) => Assert.Empty(OpenClText.Faults(code.OpenCl(Find(kernel))));

    [Fact]
    public void Kernels_leave_every_float_operation_to_Exact()
    {
        var methods = typeof(Kernels.Elementwise).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(Kernels.Elementwise).Namespace)
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
                .ToList();

        Assert.True(methods.Count > 50);
        Assert.Empty(methods.SelectMany(m => FloatOperations.In(m).Select(f => $"{KernelStore.NameOf(m)} {f}")));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void An_ordinary_kernel_is_caught_in_IL(string twin) => Assert.NotEmpty(FloatOperations.In(Twin(typeof(OrdinaryFaults), twin)));

    [Theory]
    [InlineData(nameof(OrdinaryFaults.MultiplyAdd))]
    [InlineData(nameof(OrdinaryFaults.Exponential))]
    [InlineData(nameof(OrdinaryFaults.Maximum))]
    [InlineData(nameof(OrdinaryFaults.Compare))]
    [InlineData(nameof(OrdinaryFaults.AtomicSum))]
    [InlineData(nameof(OrdinaryFaults.ToInteger))]
    [InlineData(nameof(OrdinaryFaults.ZeroMinus))]
    [InlineData(nameof(OrdinaryFaults.FusedByName))]
    public void An_ordinary_kernel_is_caught_in_PTX(string twin) =>
        Assert.NotEmpty(PtxRules.Faults(code.Ptx(Twin(typeof(OrdinaryFaults), twin), CudaArchitecture.SM_80)));

    [Theory]
    [InlineData(nameof(OrdinaryFaults.MultiplyAdd))]
    [InlineData(nameof(OrdinaryFaults.Exponential))]
    [InlineData(nameof(OrdinaryFaults.Maximum))]
    [InlineData(nameof(OrdinaryFaults.Compare))]
    [InlineData(nameof(OrdinaryFaults.ZeroMinus))]
    public void An_ordinary_kernel_is_caught_in_OpenCl(string twin) =>
        Assert.NotEmpty(OpenClText.Faults(code.OpenCl(Twin(typeof(OrdinaryFaults), twin))));

    /// <summary>
    /// ILGPU folds (x + c1) + c2 into x + (c1 + c2) and drops x + 0, on every device; through Exact both operations stay.
    /// </summary>
    [Theory]
    [InlineData(nameof(ExactTwins.ChainedConstants), "add.rn.f32", 2, "add.f32", 1)]
    [InlineData(nameof(ExactTwins.PlusZero), "add.rn.f32", 1, "add.f32", 0)]
    [InlineData(nameof(ExactTwins.ZeroMinus), "sub.rn.f32", 1, "sub.f32", 0)]
    public void Rewrites_that_break_IEEE_do_not_happen(string twin, string exact, int kept, string ordinary, int atMost)
    {
        Assert.Equal(kept, PtxRules.Count(code.Ptx(Twin(typeof(ExactTwins), twin), CudaArchitecture.SM_80), exact));

        // The negative twin: it is the rewriting of ILGPU that is avoided, not its absence that is tested.
        Assert.True(PtxRules.Count(code.Ptx(Twin(typeof(OrdinaryFaults), twin), CudaArchitecture.SM_80), ordinary) <= atMost);
    }

    [Fact]
    public void Products_of_constants_are_not_reassociated() =>
        Assert.Equal(
            2, PtxRules.Count(code.Ptx(Twin(typeof(ExactTwins), nameof(ExactTwins.Constants)), CudaArchitecture.SM_80), "mul.rn.f32"));

    [Fact]
    public void A_product_and_a_sum_stay_apart_with_their_rounding_written()
    {
        var ptx = code.Ptx(Twin(typeof(ExactTwins), nameof(ExactTwins.MultiplyAdd)), CudaArchitecture.SM_80);

        Assert.Equal((1, 1, 0), (PtxRules.Count(ptx, "mul.rn.f32"), PtxRules.Count(ptx, "add.rn.f32"), PtxRules.Count(ptx, "fma")));
    }

    [Fact]
    public void The_fused_operation_is_one_instruction_and_one_call()
    {
        var kernel = Find("Elementwise.Fma");

        Assert.Equal(1, PtxRules.Count(code.Ptx(kernel, CudaArchitecture.SM_80), "fma.rn.f32"));
        Assert.Matches(@"= +fma \(", code.OpenCl(kernel));
    }

    private static MethodInfo Find(string kernel) => KernelStore.Methods.Single(m => KernelStore.NameOf(m) == kernel);

    private static MethodInfo Twin(Type type, string name) => type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;
}
