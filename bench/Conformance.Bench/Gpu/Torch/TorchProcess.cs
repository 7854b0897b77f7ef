using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Backends.Cuda.Driver;

namespace Conformance.Bench.Gpu.Torch;

/// <summary>A Python that runs torch_eager.py, with one device to be seen.</summary>
internal static class TorchProcess
{
    /// <param name="tasks">May be none: then only the Python itself is asked.</param>
    /// <param name="device">The only one that it will see.</param>
    /// <param name="plan">Rules and the size of the lead.</param>
    /// <param name="options">Which Python, and how long it may take.</param>
    /// <param name="receive">Each message as it comes.</param>
    /// <returns>Null where it ran to its end; else what went wrong, and whether that is just an absence.</returns>
    public static (string Reason, bool IsAbsence)? Run(
        IReadOnlyList<GpuTask> tasks, CudaDeviceFacts device, GpuPlan plan, TorchOptions options, Action<TorchMessage> receive)
    {
        foreach (var python in options.Pythons)
        {
            try
            {
                using var process = Start(python, options.Script, device);
                var reason = Talk(process, Input(tasks, device, plan), options, receive);
                return reason is null ? null : (reason, false);
            }
            catch (Win32Exception)
            {
                // The next name.
            }
        }

        var tried = string.Join(" and ", options.Pythons);
        return ($"PACKAGE_ABSENT: no Python: {tried} cannot be started ({TorchOptions.Variable} may name one)", true);
    }

    private static Process Start(string python, string script, CudaDeviceFacts device)
    {
        var start = new ProcessStartInfo(python, [script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["CUDA_VISIBLE_DEVICES"] = device.Uuid;
        start.Environment["NVIDIA_TF32_OVERRIDE"] = "0";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        return Process.Start(start)!;
    }

    /// <returns>Null, or why the conversation ended before its end.</returns>
    private static string? Talk(Process process, string input, TorchOptions options, Action<TorchMessage> receive)
    {
        var deadline = DateTime.UtcNow + options.All;
        var errors = new LastWords(process.StandardError.BaseStream);
        var isAtEnd = false;
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var lines = new LineReader(process.StandardOutput.BaseStream, TorchLine.MaxBytes, options.Silence);
            while (!isAtEnd && lines.Next(deadline) is { } line)
            {
                var message = TorchLine.Parse(line);
                receive(message);
                isAtEnd = message is TorchMessage.End;
            }
        }
        catch (TorchFormatException e)
        {
            return $"MALFORMED: torch_eager.py printed what it never prints: {e.Message}";
        }
        catch (TimeoutException)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"TIMEOUT: Python said nothing for {options.Silence.TotalSeconds:0.#} s, or took {options.All.TotalSeconds:0.#} s");
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code tells more.
        }
        finally
        {
            if (!isAtEnd)
            {
                Stop(process);
            }
        }

        if (isAtEnd && process.WaitForExit(options.Silence))
        {
            return null;
        }

        Stop(process);
        return isAtEnd ? "TIMEOUT: Python did not end after its last line" : $"CRASH: Python ended before its last line: {errors.Line}";
    }

    private static void Stop(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static string Input(IReadOnlyList<GpuTask> tasks, CudaDeviceFacts device, GpuPlan plan)
    {
        var rules = plan.Rules;
        return new JsonObject
        {
            ["lead_bytes"] = plan.LeadBytes,
            ["rules"] = new JsonObject
            {
                ["min_batch_ns"] = rules.MinBatchNanoseconds, ["max_batch"] = rules.MaxBatch, ["samples"] = rules.Samples,
                ["min_samples"] = rules.MinSamples, ["seconds"] = rules.Time.TotalSeconds,
                ["warm_up_seconds"] = rules.WarmUpTime.TotalSeconds,
                ["window"] = rules.Window, ["settled"] = rules.Settled,
            },
            ["tasks"] = new JsonArray(
            [
                .. tasks.Select(t => (JsonNode)new JsonObject
                {
                    ["operation"] = t.Operation.ToString(), ["format"] = Tensors.ElementFormats.Name(t.Format),
                    ["sizes"] = new JsonArray([.. t.Sizes.Select(s => (JsonNode)s)]), ["turns"] = t.Turns(device.L2Bytes),
                }),
            ]),
        }.ToJsonString(JsonSerializerOptions.Default);
    }
}
