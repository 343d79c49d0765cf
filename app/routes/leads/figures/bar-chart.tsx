const ROW = 26;
const NAMES = 110;
const BARS = 380;

/** Bars from zero with their figures beside them, drawn on the server; what they say stands in their labels too. */
export function BarChart({ label, bars }: { label: string; bars: readonly { label: string; value: number }[] }) {
	const most = Math.max(1, ...bars.map((bar) => bar.value));
	return (
		<svg
			className="bar-chart"
			role="img"
			aria-label={`${label}: ${bars.map((bar) => `${bar.label} ${bar.value}`).join(", ")}`}
			viewBox={`0 0 ${NAMES + BARS + 70} ${bars.length * ROW}`}
			width="100%"
			height={bars.length * ROW}
			preserveAspectRatio="xMinYMin meet"
		>
			{bars.map((bar, at) => {
				const width = Math.max(bar.value > 0 ? 2 : 0, (bar.value / most) * BARS);
				const middle = at * ROW + ROW / 2;
				return (
					<g key={bar.label} fontSize="13" dominantBaseline="central">
						<text x="0" y={middle} fill="var(--ink)">
							{bar.label}
						</text>
						<rect x={NAMES} y={at * ROW + 4} width={width} height={ROW - 8} rx="2" fill="var(--accent)" />
						<text x={NAMES + width + 8} y={middle} fill="var(--ink)">
							{bar.value.toLocaleString("en")}
						</text>
					</g>
				);
			})}
		</svg>
	);
}
