import type { Env } from "#app/base/env.ts";
import { seedDemo } from "#db/seed/demo.ts";

/** Fills the demo organisations where there is none yet. */
export async function prepareDemo(env: Env, _stops: (() => Promise<void> | void)[]): Promise<void> {
	if (env.DEMO_DATA === "false") return;
	await seedDemo();
}

/** The lines a newcomer reads: where to look and how to sign in. */
export function sayWhereToLook(env: Env): void {
	console.log(`
  Perigee runs at ${env.publicUrl}

  Sign in as      owner@demo.perigee.test
  with password   perigee-demo

  In a second terminal: npm run demo:order
`);
}
