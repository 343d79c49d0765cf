// The peer of `bench:retrieval` ships no types; only what the benchmark calls is told here.
declare module "wink-bm25-text-search" {
	type Engine = {
		defineConfig(config: { fldWeights: Record<string, number> }): void;
		definePrepTasks(tasks: unknown[]): number;
		addDoc(doc: Record<string, string>, id: string | number): void;
		consolidate(): void;
		search(text: string, limit?: number): [string, number][];
	};
	export default function bm25(): Engine;
}
declare module "wink-nlp-utils" {
	const utils: Record<"string" | "tokens", Record<string, (input: never) => unknown>>;
	export default utils;
}
