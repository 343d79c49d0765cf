/** Names under which a step may wait for any of several events. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
	// However a task leaves the list of open ones: who waits for it must not wait for ever.
	"task.ended": ["task.completed", "task.skipped", "task.trashed"],
};

/** What a step may wait for that ends with this event: its own name, and the groups that it belongs to. */
export function namesAwaiting(event: string): string[] {
	const groups = Object.entries(GROUPS).flatMap(([group, names]) => (names.includes(event) ? [group] : []));
	return [event, ...groups];
}
