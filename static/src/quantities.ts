// Lengths and areas in words: metres or kilometres, square metres with ares or hectares.

export class Quantities {
  private readonly formats: Intl.NumberFormat[];

  constructor(language: string) {
    this.formats = [0, 1, 2, 3, 4].map(
      (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }

  length(metres: number): string {
    return metres < 1_000 ? `${this.number(metres, 1)} m` : `${this.number(metres / 1_000, 3)} km`;
  }

  area(metres: number): string {
    if (metres < 100) return `${this.number(metres, 1)} m²`;
    if (metres < 10_000) return `${this.number(metres, 0)} m² (${this.number(metres / 100, 2)} a)`;
    return `${this.number(metres / 10_000, 4)} ha (${this.number(metres, 0)} m²)`;
  }

  private number(value: number, digits: number): string {
    return this.formats[digits]?.format(value) ?? "";
  }
}
