namespace Conformance.Evidence.Composite;

/// <summary>What the CPU's report data are made of. The number is the byte that stands for the form in the derivation.</summary>
public enum BindingForm
{
    /// <summary>Nothing that is known here.</summary>
    None = 0,

    /// <summary>The digest of every device's evidence.</summary>
    GpuEvidence = 1,

    /// <summary>The digest of every device's leaf certificate.</summary>
    GpuIdentity = 2,

    /// <summary>A key, which signs every device's leaf certificate.</summary>
    GpuKey = 3,

    /// <summary>The challenge alone.</summary>
    Challenge = 4,

    /// <summary>The digest of an inventory.</summary>
    Inventory = 5,

    /// <summary>Not one of ours: the measurement that APUS's devices compose on HyperBEAM.</summary>
    Apus = 256,
}

/// <summary>The words for the forms, and what each can be worth.</summary>
public static class BindingForms
{
    private static readonly (BindingForm Form, string Name, CompositeLevel Best)[] All =
    [
        (BindingForm.None, "none", CompositeLevel.D),
        (BindingForm.GpuEvidence, "gpu-evidence", CompositeLevel.A),
        (BindingForm.GpuIdentity, "gpu-identity", CompositeLevel.A),
        (BindingForm.GpuKey, "gpu-key", CompositeLevel.A),
        (BindingForm.Challenge, "challenge", CompositeLevel.B),
        (BindingForm.Inventory, "inventory", CompositeLevel.C),
        (BindingForm.Apus, "apus", CompositeLevel.C),
    ];

    /// <summary>The words of the file format and of the command line; 'apus' is recognised, never asked for.</summary>
    public static IEnumerable<string> Names => All.Where(f => f.Form != BindingForm.Apus).Select(f => f.Name);

    public static string NameOf(BindingForm form) => Array.Find(All, f => f.Form == form).Name;

    /// <summary>Null for a word that is no form.</summary>
    public static BindingForm? Find(string name) => Names.Contains(name) ? Array.Find(All, f => f.Name == name).Form : null;

    /// <summary>
    /// The level that evidence of this form can reach at best. An inventory whose GPUs answered the challenge is B; what it claims is C.
    /// </summary>
    public static CompositeLevel BestOf(BindingForm form) => Array.Find(All, f => f.Form == form).Best;

    /// <summary>Whether the report data have the digest of an inventory in them.</summary>
    public static bool BindsInventory(BindingForm form) =>
        form is BindingForm.GpuEvidence or BindingForm.GpuIdentity or BindingForm.GpuKey or BindingForm.Inventory;
}
