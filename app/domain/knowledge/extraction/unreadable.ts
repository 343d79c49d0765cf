/**
 * It lies in the file: another try would end alike, unless `mayPass` says that it was the machine's load. The message is for
 * the person who uploaded it.
 */
export class Unreadable extends Error {
	override readonly name = "Unreadable";
	readonly mayPass: boolean;

	constructor(message?: string, { mayPass = false, ...options }: ErrorOptions & { mayPass?: boolean } = {}) {
		super(message, options);
		this.mayPass = mayPass;
	}
}
