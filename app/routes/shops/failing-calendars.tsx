import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

type Place = {
	externalId: string;
	name: string;
	locationId: string | null;
	calendarError: string | null;
	calendarFailingSince: Date | string | null;
};

/** The mapped locations whose calendar could not be read: why, and since when free times may be taken already. */
export function FailingCalendars({ places }: { places: readonly Place[] }) {
	const failing = places.filter((place) => place.locationId && place.calendarFailingSince);
	if (failing.length === 0) return null;
	return (
		<Notice tone="bad" title="The shop's calendar could not be read. Times that are taken there may be offered here.">
			<ul>
				{failing.map((place) => (
					<li key={place.externalId}>
						{place.name || place.externalId}: {place.calendarError}. Since{" "}
						<Time at={place.calendarFailingSince as string} as="exact" />; asked again every five minutes.
					</li>
				))}
			</ul>
		</Notice>
	);
}
