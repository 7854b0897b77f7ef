using System.Globalization;
using System.Security.Cryptography;
using Conformance.Backends.OnnxRuntime.Onnx;
using Conformance.Certification.Grading;
using Conformance.Models.Weights;
using Conformance.Operators;
using Conformance.Tensors;
using Microsoft.ML.OnnxRuntime;
using HostTensor = Conformance.Tensors.Tensor;

namespace Conformance.Backends.OnnxRuntime;

/// <summary>ONNX Runtime's CPU kernels: each call is a model of one or a few nodes.</summary>
internal sealed class OrtLibrary : IGradedDecoder
{
    /// <summary>Sessions kept, so that rows of one case do not build the same one again.</summary>
    private const int MostSessions = 512;

    private readonly Dictionary<string, InferenceSession> _sessions = new(StringComparer.Ordinal);
    private readonly RunOptions _options = new();
    private OrtDecoder? _decoder;

    public OrtLibrary()
    {
        var version = OrtEnv.Instance().GetVersionString();
        Facts = new LibraryFacts("ort", "cpu", version, $"onnxruntime {version}", new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["execution provider"] = "CPUExecutionProvider",
            ["opset"] = "23 and com.microsoft 1",
        });
    }

    public LibraryFacts Facts { get; }

    public IReadOnlyList<Schedule> Schedules => OrtSchedules.All;

    public HostTensor? Run(Schedule schedule, GradedCall call)
    {
        var graph = new GraphBuilder();
        if (schedule.Format == ElementFormat.BF16 || OrtOperators.Build(graph, call) is not { } result)
        {
            return null;
        }

        graph.Output(result, OrtTensors.TypeOf(ResultFormat(call)));
        var session = Session(graph.ToModel(), schedule);
        var names = session.InputNames.ToArray();
        var values = names.Select(n => OrtTensors.Of(call.Input(int.Parse(n.AsSpan(1), CultureInfo.InvariantCulture)))).ToArray();
        try
        {
            using var outputs = session.Run(_options, names, values, [result]);
            return OrtTensors.ToHost(outputs[0]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new BackendException(BackendFailure.Execution, e.Message, e);
        }
        finally
        {
            foreach (var value in values)
            {
                value.Dispose();
            }
        }
    }

    public HostTensor? Logits(Schedule schedule, LlamaWeights weights, IReadOnlyList<int> tokens, int chunk)
    {
        if (schedule.Format != ElementFormat.F32 || schedule.Presentation == Presentation.Shifted)
        {
            return null;
        }

        if (_decoder is null || _decoder.Weights != weights || _decoder.Schedule.Settings != schedule.Settings)
        {
            _decoder?.Dispose();
            _decoder = new OrtDecoder(weights, schedule);
        }

        return _decoder.Run(tokens, chunk);
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        Clear();
        _options.Dispose();
    }

    /// <summary>The vectors' rule of shapes, which knows f32 where a 16-bit schedule has its own format.</summary>
    private static ElementFormat ResultFormat(GradedCall call)
    {
        var types =
            call.Inputs.Select(t => t is null ? null : new TensorType(t.Format == call.Format ? ElementFormat.F32 : t.Format, t.Shape))
                .ToList();
        var format = call.Operator.Infer(types, call.Attributes)[^1].Format;
        return format == ElementFormat.F32 ? call.Format : format;
    }

    private InferenceSession Session(byte[] model, Schedule schedule)
    {
        var key = string.Join(' ', schedule.Settings.Values) + Convert.ToHexString(SHA256.HashData(model));
        if (_sessions.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_sessions.Count >= MostSessions)
        {
            Clear();
        }

        try
        {
            using var options = OrtSchedules.Options(schedule);
            var session = new InferenceSession(model, options);
            _sessions.Add(key, session);
            return session;
        }
        catch (OnnxRuntimeException e)
        {
            // NOT_IMPLEMENTED names a kernel that the runtime does not have for the type.
            throw new BackendException(
                e.Message.Contains("NotImplemented", StringComparison.OrdinalIgnoreCase)
                    ? BackendFailure.OperatorMissing
                    : BackendFailure.KernelBuild, e.Message, e);
        }
    }

    private void Clear()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _sessions.Clear();
    }
}
