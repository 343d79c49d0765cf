import type { Env } from "#app/base/env.ts";

// Filled in as providers arrive: the doors and the worker choose the adapters here, once for a process.

/** Opens the adapters that the environment configures. */
export function openProviders(_env: Env): void {}

/** Closes pooled connections. */
export async function closeProviders(): Promise<void> {}
