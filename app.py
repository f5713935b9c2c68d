"""The app: `streamlit run app.py`; everything is in twin.app."""

from twin.app.page import main

main()
