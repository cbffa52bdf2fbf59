/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The gate in front of Next sets the headers; compression would hold back the event stream.
  compress: false,
  // npm test checks types; whoever starts the product need not wait for that.
  typescript: { ignoreBuildErrors: true },
}

export default config
