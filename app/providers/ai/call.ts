import {
	ModelError,
	type ModelEvent,
	type ModelProvider,
	type ModelRequest,
	type StopReason,
	type TokenUsage,
} from "./port.ts";

/** Milliseconds: to the first sign of life, between two, and altogether. */
export type CallLimits = { firstTokenMs: number; silenceMs: number; totalMs: number };

export type Call = {
	text: string;
	usage: TokenUsage | null;
	model: string;
	/** Null exactly when there is an error. */
	stopReason: StopReason | null;
	error: ModelError | null;
	firstTokenMs: number | null;
	latencyMs: number;
};

/**
 * One request to one model, bounded also when the provider's code does not heed its signal. Never rejects: what went
 * wrong stands in `error`, what had come until then in `text`.
 */
export async function callModel(
	provider: ModelProvider,
	request: Omit<ModelRequest, "signal"> & { signal?: AbortSignal },
	limits: CallLimits,
	onText: (text: string) => void,
): Promise<Call> {
	const started = performance.now();
	const elapsed = () => Math.round(performance.now() - started);
	const call: Call = {
		text: "",
		usage: null,
		model: provider.model,
		stopReason: null,
		error: null,
		firstTokenMs: null,
		latencyMs: 0,
	};
	const watch = openWatch(limits, request.signal);
	let events: AsyncIterator<ModelEvent> | null = null;
	try {
		events = provider.generate({ ...request, signal: watch.signal })[Symbol.asyncIterator]();
		while (call.stopReason === null) {
			const next = await Promise.race([events.next(), watch.ended]);
			if (next.done) throw new ModelError("unreachable", "The provider's answer broke off.");
			watch.alive();
			call.firstTokenMs ??= elapsed();
			take(next.value, call, onText);
		}
	} catch (error) {
		call.error = watch.reason() ?? asModelError(error);
	} finally {
		watch.close();
		// Not awaited: a generator that hangs would hold us here.
		void events?.return?.(undefined).catch(() => undefined);
	}
	call.latencyMs = elapsed();
	return call;
}

function take(event: ModelEvent, call: Call, onText: (text: string) => void): void {
	if (event.type === "text") {
		call.text += event.text;
		onText(event.text);
	} else if (event.type === "end") {
		call.usage = event.usage;
		call.model = event.model;
		call.stopReason = event.stopReason;
	}
}

function openWatch(limits: CallLimits, outside: AbortSignal | undefined) {
	const controller = new AbortController();
	let reason: ModelError | null = null;
	let end: (error: ModelError) => void = () => undefined;
	const ended = new Promise<never>((_, reject) => {
		end = reject;
	});
	ended.catch(() => undefined);
	const stop = (kind: "slow" | "stopped", message: string) => {
		if (reason) return;
		reason = new ModelError(kind, message);
		controller.abort();
		end(reason);
	};
	const left = () => stop("stopped", "The request was stopped.");
	const total = setTimeout(() => stop("slow", "The answer was not finished in time."), limits.totalMs);
	let silence = setTimeout(() => stop("slow", "No first word came in time."), limits.firstTokenMs);
	if (outside?.aborted) left();
	outside?.addEventListener("abort", left);
	return {
		signal: controller.signal,
		ended,
		reason: () => reason,
		alive() {
			clearTimeout(silence);
			silence = setTimeout(() => stop("slow", "The answer stopped half-way."), limits.silenceMs);
		},
		close() {
			clearTimeout(total);
			clearTimeout(silence);
			outside?.removeEventListener("abort", left);
			controller.abort();
		},
	};
}

function asModelError(error: unknown): ModelError {
	return error instanceof ModelError ? error : new ModelError("failed", "The provider's code failed.");
}
