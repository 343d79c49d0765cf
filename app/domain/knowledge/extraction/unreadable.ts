/** It lies in the file: another try would end alike. The message is for the person who uploaded it. */
export class Unreadable extends Error {
	override readonly name = "Unreadable";
}
