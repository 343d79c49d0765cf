/** This process's resident memory in MB: now, and at its highest since the watch began (looked at every 50 ms). */
export function watchMemory(): { now(): number; peak(): number; stop(): void } {
	const now = () => Math.round(process.memoryUsage.rss() / 1024 / 1024);
	let highest = now();
	const timer = setInterval(() => {
		highest = Math.max(highest, now());
	}, 50);
	return { now, peak: () => Math.max(highest, now()), stop: () => clearInterval(timer) };
}
