import type { ProviderHealth } from "./port.ts";

export type BreakerConfig = {
	/** Failures in a row after which a provider is left alone. */
	failures: number;
	/** Milliseconds until one request may try again. */
	coolDownMs: number;
};

export type Breaker = {
	/** Takes a place: false while the provider is left alone or another request is trying it. */
	enter(): boolean;
	succeeded(): void;
	failed(reason: string): void;
	/** Neither: the caller went away. Frees the place of a trial. */
	left(): void;
	snapshot(): Omit<ProviderHealth, "provider" | "model">;
};

/** A circuit breaker with one trial at a time after the pause. `clock` gives milliseconds since 1970. */
export function openBreaker(config: BreakerConfig, clock: () => number): Breaker {
	let failures = 0;
	let retryAt: number | null = null;
	let trying = false;
	let lastError: string | null = null;
	let lastErrorAt: number | null = null;
	let lastSuccessAt: number | null = null;
	const date = (time: number | null) => (time === null ? null : new Date(time));
	return {
		enter() {
			if (retryAt === null) return true;
			if (trying || clock() < retryAt) return false;
			trying = true;
			return true;
		},
		succeeded() {
			failures = 0;
			retryAt = null;
			trying = false;
			lastSuccessAt = clock();
		},
		failed(reason) {
			failures += 1;
			lastError = reason;
			lastErrorAt = clock();
			if (trying || failures >= config.failures) retryAt = clock() + config.coolDownMs;
			trying = false;
		},
		left() {
			trying = false;
		},
		snapshot: () => ({
			state: retryAt === null ? "closed" : trying ? "trying" : "open",
			consecutiveFailures: failures,
			lastError,
			lastErrorAt: date(lastErrorAt),
			lastSuccessAt: date(lastSuccessAt),
			retryAt: date(retryAt),
		}),
	};
}
