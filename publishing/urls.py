from django.urls import path

from . import files, sharing, views

app_name = "mine"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("inbjudan/<str:token>/", sharing.accept, name="invitation"),
    path("<slug:kind>/ny/", views.begin_record, name="new"),
    path("<slug:kind>/<int:pk>/", views.record_page, name="edit"),
    path("<slug:kind>/<int:pk>/forhandsgranska/", views.preview, name="preview"),
    path("<slug:kind>/<int:pk>/medskribenter/", sharing.co_writers, name="co-writers"),
    path("<slug:kind>/<int:pk>/medskribenter/ta-bort/", sharing.remove, name="remove-co-writer"),
    path("<slug:kind>/<int:pk>/filer/", files.files, name="files"),
    path("<slug:kind>/<int:pk>/filer/<int:attachment>/", files.describe_file, name="file"),
    path("<slug:kind>/<int:pk>/filer/<int:attachment>/behall/", files.keep_file, name="keep-file"),
    path("<slug:kind>/<int:pk>/filer/<int:attachment>/ta-bort/", files.remove_file, name="remove-file"),
    path("<slug:kind>/<int:pk>/gor/", views.act, name="act"),
    path("<slug:kind>/<int:pk>/<slug:step>/", views.step, name="step"),
]
