namespace Conformance.Evidence.Online;

/// <summary>Where inputs are fetched from, and how much patience there is.</summary>
public sealed record OnlineOptions
{
    public static Uri AmdKeyServer { get; } = new("https://kdsintf.amd.com");

    public static Uri IntelService { get; } = new("https://api.trustedservices.intel.com");

    /// <summary>Where Intel publishes the root's list; caching services have it at an address of their own.</summary>
    public static Uri IntelRootCrl { get; } = new("https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");

    public static Uri NvidiaRevocation { get; } = new("https://ocsp.ndis.nvidia.com/");

    public static Uri NvidiaManifests { get; } = new("https://rim.attestation.nvidia.com");

    public Uri KeyServer { get; init; } = AmdKeyServer;

    /// <summary>Intel's service, or a caching service (PCCS) with the same paths.</summary>
    public Uri ProvisioningService { get; init; } = IntelService;

    /// <summary>Intel's parameter 'update': false 'standard', true 'early', the newest evaluation number at once.</summary>
    public bool IsEarly { get; init; }

    /// <summary>Says which certificates of devices and manifests are revoked (RFC 6960).</summary>
    public Uri RevocationService { get; init; } = NvidiaRevocation;

    /// <summary>Has the manifests of drivers and VBIOSes.</summary>
    public Uri ManifestService { get; init; } = NvidiaManifests;

    /// <summary>Null: nothing is kept.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>What is older is fetched again.</summary>
    public TimeSpan CacheAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>For one answer, from connecting to its last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Of one request, where the server is busy (429) or unwell (5xx).</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>A server that asks for a longer pause is given up.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);
}
