/** Joins class names, leaving out what is absent: `classNames("btn", primary && "btn-primary")`. */
export function classNames(...names: (string | false | null | undefined)[]): string {
	return names.filter(Boolean).join(" ");
}
