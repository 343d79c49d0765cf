const words: Record<string, string> = { mod: "Ctrl", up: "↑", down: "↓", enter: "Enter", esc: "Esc" };

/** Keys to press, one after the other and each once: `keys="g l"`. */
export function Keys({ keys }: { keys: string }) {
	return (
		<span className="keys">
			{keys.split(" ").map((key) => (
				<kbd key={key}>{words[key] ?? key}</kbd>
			))}
		</span>
	);
}
