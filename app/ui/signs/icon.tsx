import type { IconName } from "./icon-names.ts";
import drawings from "./icons.svg?no-inline";

/**
 * One icon of 16 px in the colour of its text. Decorative: words stand beside it or in the control's label.
 * Its drawing stands in one file that browsers keep, so that a page carries each by name only.
 */
export function Icon({ name }: { name: IconName }) {
	return (
		<svg className="icon" aria-hidden="true">
			<use href={`${drawings}#${name}`} />
		</svg>
	);
}
