import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";

const ZONES = Intl.supportedValuesOf("timeZone");

/** The choice of the clocks that times are shown on; a page by GET, so that it works without a script. */
export function ZoneForm({
	zone,
	placeZone,
	keep,
	member,
}: {
	zone: string;
	placeZone: string;
	keep: Record<string, string>;
	/** The member's name, where the clocks are theirs and not a location's. */
	member?: string | null;
}) {
	const options = [...new Set([placeZone, zone, ...ZONES])].map((value) => ({
		value,
		label: value === placeZone ? `${nameOf(value)} (${member ? `${member}’s` : "the location’s"})` : nameOf(value),
	}));
	return (
		<details className="filter">
			<summary className="btn btn-small">Times in {nameOf(zone)}</summary>
			<form method="get" className="filter-form" data-zone={placeZone}>
				{Object.entries(keep).map(([name, value]) => (
					<input key={name} type="hidden" name={name} value={value} />
				))}
				<Select label="Time zone" inputProps={{ name: "tz", defaultValue: zone }} options={options} />
				<SubmitButton tone="plain">Show these times</SubmitButton>
			</form>
		</details>
	);
}

/** "Los Angeles", "Buenos Aires, Argentina": an IANA name as people read it. */
function nameOf(zone: string): string {
	const [area, ...rest] = zone.replaceAll("_", " ").split("/");
	return rest.length === 0 ? area! : rest.reverse().join(", ");
}
