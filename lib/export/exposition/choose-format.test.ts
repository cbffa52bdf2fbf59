import { describe, expect, it } from 'vitest'
import { chooseFormat } from './choose-format.ts'

describe('the format that a scraper gets', () => {
  it.each([
    // What Prometheus 2 and 3 send.
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.3',
    'application/openmetrics-text',
    'APPLICATION/OpenMetrics-Text; Version="1.0.0"; charset=utf-8',
    'text/plain;q=0.5, application/openmetrics-text;q=0.5',
    'application/openmetrics-text;q=0.1, text/plain;q=0',
  ])('is OpenMetrics for %j', (accept) => {
    expect(chooseFormat(accept)).toBe('openmetrics')
  })

  it.each([
    null,
    '',
    '*/*',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'application/*',
    'text/plain;version=0.0.4',
    'text/plain, application/openmetrics-text;q=0.9',
    'application/openmetrics-text;q=0.1, */*;q=0.2',
    'application/openmetrics-text;q=0',
    'application/openmetrics-text;q=often',
    'application/openmetrics-text;version=2.0.0',
    ',;=,;;q',
  ])('is the text format for %j', (accept) => {
    expect(chooseFormat(accept)).toBe('prometheus')
  })
})
