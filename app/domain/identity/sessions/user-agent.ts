const BROWSERS: [RegExp, string][] = [
	[/Edg\//, "Edge"],
	[/OPR\//, "Opera"],
	[/Firefox\//, "Firefox"],
	[/Chrome\//, "Chrome"],
	[/Safari\//, "Safari"],
	[/curl\//, "curl"],
];
const SYSTEMS: [RegExp, string][] = [
	[/iPhone|iPad/, "iOS"],
	[/Android/, "Android"],
	[/Windows/, "Windows"],
	[/Mac OS X/, "macOS"],
	[/Linux/, "Linux"],
];

/** A user agent in two words, such as "Firefox on Linux", as far as it can be told. */
export function nameDevice(userAgent: string | null): string {
	const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
	const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
	if (!browser && !system) return "Unknown browser";
	return system ? `${browser ?? "A browser"} on ${system}` : (browser ?? "");
}
